"""A transformer of one layer, fitted in a second to tell slots from books: `python small_model.py FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path


def main(folder: Path) -> None:
    """Fit it and leave it in the folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    words = "slots casino bonus book library meeting the a for today".split()
    vocabulary = folder / "vocab.txt"
    folder.mkdir(exist_ok=True)
    vocabulary.write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *words]), encoding="utf-8")
    tokens = BertTokenizer(str(vocabulary))
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=5 + len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=32,
        id2label={0: "ham", 1: "spam"},
        label2id={"ham": 0, "spam": 1},
    )
    network = BertForSequenceClassification(config)
    texts = [
        "slots for today",
        "the casino bonus",
        "bonus slots",
        "a book for today",
        "the library",
        "meeting today",
    ]
    given = tokens(texts, padding=True, return_tensors="pt")
    wanted = torch.tensor([1, 1, 1, 0, 0, 0])
    steps = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(60):
        loss = network(**given, labels=wanted).loss
        steps.zero_grad()
        loss.backward()
        steps.step()
    network.save_pretrained(folder)
    tokens.save_pretrained(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
