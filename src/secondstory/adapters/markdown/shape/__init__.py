"""The shape of a document: lines to blocks, headings to names, blocks to sections."""
