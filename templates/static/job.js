// Shows how far the analysis or the sending is, and opens the page anew when it has ended.
const STAGES = { "": "Getting ready", analysis: "Analysing", report: "Drawing the report", reports: "Drawing the reports", done: "Done" };
const bar = document.querySelector("[data-job], [data-sending]");
const stage = document.querySelector("[data-stage]");

const analysis = (job) => ({
  ended: ["done", "failed", "stopped", "none"].includes(job.state),
  share: job.share,
  words: `${STAGES[job.stage] ?? job.stage}: ${Math.round(100 * job.share)} %`,
});
const sending = (mail) => ({
  ended: mail.waiting === 0,
  share: mail.total ? mail.done / mail.total : 0,
  words: `${mail.done} of ${mail.total} done`,
});

async function look() {
  const read = bar.dataset.job ? analysis : sending;
  try {
    const now = read(await (await fetch(bar.dataset.job ?? bar.dataset.sending)).json());
    if (now.ended) { location.reload(); return; }
    bar.value = now.share;
    if (stage.textContent !== now.words) stage.textContent = now.words;
  } catch {
    stage.textContent = "The connection is gone for the moment. The work goes on.";
  }
  setTimeout(look, bar.dataset.job ? 1000 : 3000);
}
look();
