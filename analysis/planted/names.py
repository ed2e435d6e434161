"""Names that a firm's people could have, from many cultures and a few scripts."""

import unicodedata
from itertools import product

import numpy as np
from anyascii import anyascii

CULTURES: tuple[tuple[str, str], ...] = (
    (
        "Amelia Oliver Grace Harry Isla Noah Florence Theo Poppy Arthur",
        "Barnes Whitfield Hughes O’Connor Marsh Pemberton Doyle Fletcher Quinn Langley",
    ),
    (
        "Jürgen Käthe Lukas Friederike Jörg Sabine Matthias Änne Til Greta",
        "Schäfer Böhm Vogel Krüger Weiß Brandstätter Lindner Jäger Möller Reuter",
    ),
    (
        "Élodie François Chloé Benoît Maëlle Thibault Inès Rémi Océane Loïc",
        "Lefèvre Garnier Besson Dubois-Lacroix Fabre Perrin Rivière Charpentier Noël Giraud",
    ),
    (
        "María Íñigo Lucía Andrés Begoña Joaquín Nerea Raúl Ximena Tomás",
        "Núñez Ibáñez Ortega Peña Vázquez Cordero Salinas Muñoz Ferrer Aguirre",
    ),
    (
        "Łukasz Małgorzata Paweł Żaneta Wojciech Agnieszka Bartosz Elżbieta Grzegorz Świętosława",
        "Wójcik Dąbrowski Jabłoński Zając Król Pawłowicz Sikora Głowacki Maślak Żuraw",
    ),
    (
        "Ayşe Mehmet Gülşen Çağlar Özlem İbrahim Şebnem Uğur Defne Kıvanç",
        "Yıldız Öztürk Şahin Çelik Güneş Aydoğan Koç Demirtaş Kılıç Erdoğmuş",
    ),
    (
        "Nguyệt Đức Hương Tuấn Phượng Bảo Ánh Khánh Thảo Việt",
        "Nguyễn Trần Phạm Huỳnh Võ Đặng Bùi Đỗ Hồ Dương",
    ),
    (
        "Aditi Rohan Meera Arjun Kavya Vikram Ishita Sanjay Lakshmi Dev",
        "Iyer Banerjee Chaudhary Kulkarni Reddy Mukherjee Bhatt Nambiar Saxena Joshi",
    ),
    (
        "Adaeze Chinedu Ngozi Babajide Folasade Emeka Yetunde Tunde Zainab Sade",
        "Okonkwo Adeyemi Eze Balogun Nwosu Ogunleye Abiola Danjuma Afolabi Uche",
    ),
    (
        "Haruka Kenji Yūko Takumi Ōka Daichi Mio Ryō Sakura Shōta",
        "Tanaka Kobayashi Ōno Yamamoto Fujii Nakagawa Ishikawa Hayashi Morita Uchida",
    ),
    (
        "Xiaomei Jun Lìhuá Haoran Yating Zihan Minghui Rui Shufen Wenjie",
        "Chen Lǚ Huang Zhou Zheng Guo Tang Deng Xie Liao",
    ),
    (
        "Søren Åse Bjørn Märta Jóhann Sigríður Håkon Ylva Päivi Väinö",
        "Ødegård Sjöberg Lindqvist Jónsdóttir Nygård Hämäläinen Ångström Kjær Solheim Räsänen",
    ),
    (
        "João Conceição Thiago Luísa Antônio Tatiana Caetano Débora Otávio Íris",
        "Gonçalves Araújo Simões Magalhães Brandão Teixeira Assunção Queirós Leitão Pacheco",
    ),
    (
        "Yasmin Karim Leïla Omar Nour Tarek Salma Idris Hanane Youssef",
        "Benali El-Masri Haddad Al-Khatib Mansour Bouzid Saidi Qureshi Zahran Chraïbi",
    ),
    (
        "Ελένη Νίκος Μαρία Γιώργος Κατερίνα",
        "Παπαδάκης Νικολαΐδης Βασιλείου Αντωνίου Δήμου",
    ),
    (
        "Олена Дмитро Наталія Сергій Ірина",
        "Шевченко Коваль Ткач Мороз Гнатюк",
    ),
)


def draw_names(rng: np.random.Generator, people: int) -> tuple[str, ...]:
    """As many names as people, all different as long as the lists last."""
    pool = [
        f"{g} {f}" for given, family in CULTURES for g, f in product(given.split(), family.split())
    ]
    rounds = [rng.permutation(len(pool)) for _ in range(-(-people // len(pool)))]
    return tuple(pool[i] for i in np.concatenate(rounds)[:people])


def address(name: str, person_id: str) -> str:
    """An e-mail address that nobody owns: ``elodie.lefevre.e0007@example.com``."""
    plain = anyascii(unicodedata.normalize("NFC", name)).lower()
    words = ["".join(c for c in word if c.isalnum()) for word in plain.split()]
    return ".".join([*words, person_id.lower()]) + "@example.com"
