// Shows how far the analysis is, and opens the page anew when it has ended.
const STAGES = { "": "Getting ready", analysis: "Analysing", report: "Drawing the report", done: "Done" };
const bar = document.querySelector("[data-job]");
const stage = document.querySelector("[data-stage]");

async function look() {
  try {
    const job = await (await fetch(bar.dataset.job)).json();
    if (job.state === "done" || job.state === "failed") { location.reload(); return; }
    bar.value = job.share;
    const words = `${STAGES[job.stage] ?? job.stage}: ${Math.round(100 * job.share)} %`;
    if (stage.textContent !== words) stage.textContent = words;
  } catch {
    stage.textContent = "The connection is gone for the moment. The analysis goes on.";
  }
  setTimeout(look, 1000);
}
look();
