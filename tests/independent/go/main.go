// A small verifier over golang.org/x/mod/sumdb, which is not ours: the note, every entry of a tiled log, inclusion and
// consistency. What is ours here is only the reading of files; every decision is made by packages note and tlog.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

const usage = `usage: verifier all DIRECTORY VKEY               every entry of a log in static tiles
       verifier receipt PROOF ENTRY VKEY        one .tlog-proof and the bytes of its entry
       verifier grown OLD NEW HASHES VKEY       two checkpoints, and a file with one base64 hash on each line`

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "REFUSED:", err)
		os.Exit(1)
	}
}

func run(words []string) error {
	switch {
	case len(words) == 3 && words[0] == "all":
		return checkAll(words[1], words[2])
	case len(words) == 4 && words[0] == "receipt":
		return checkReceipt(words[1], words[2], words[3])
	case len(words) == 5 && words[0] == "grown":
		return checkGrown(words[1], words[2], words[3], words[4])
	}
	return errors.New(usage)
}

// signed opens a checkpoint with the key and reads its three lines.
func signed(stored []byte, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	opened, err := note.Open(stored, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the note is not a checkpoint of the log that the key names")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// tiles reads a static directory; x/mod writes the height into its paths, tlog-tiles does not.
type tiles struct{ directory string }

func (t tiles) Height() int                     { return height }
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, 0, len(wanted))
	for _, tile := range wanted {
		path := "tile/" + strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", height))
		data, err := os.ReadFile(filepath.Join(t.directory, path))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

// checkAll authenticates tiles against the signed root, and every entry against the tiles.
func checkAll(directory, vkey string) error {
	stored, err := os.ReadFile(filepath.Join(directory, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := signed(stored, vkey)
	if err != nil {
		return err
	}
	if tree.N == 0 {
		fmt.Println("0 entries")
		return nil
	}
	reader := tlog.TileHashReader(tree, tiles{directory})
	for first := int64(0); first < tree.N; first += 1 << height {
		width := tree.N - first
		if width > 1<<height {
			width = 1 << height
		}
		entries, err := readBundle(directory, first>>height, int(width))
		if err != nil {
			return err
		}
		if err := checkEntries(reader, first, entries); err != nil {
			return err
		}
	}
	fmt.Println(tree.N, "entries")
	return nil
}

func checkEntries(reader tlog.HashReader, first int64, entries [][]byte) error {
	indexes := make([]int64, len(entries))
	for i := range entries {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	hashes, err := reader.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i, entry := range entries {
		if tlog.RecordHash(entry) != hashes[i] {
			return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
		}
	}
	return nil
}

func readBundle(directory string, n int64, width int) ([][]byte, error) {
	path := tlog.Tile{H: height, L: 0, N: n, W: width}.Path()
	path = "tile/entries/" + strings.TrimPrefix(path, fmt.Sprintf("tile/%d/0/", height))
	stored, err := os.ReadFile(filepath.Join(directory, path))
	if err != nil {
		return nil, err
	}
	entries := make([][]byte, 0, width)
	for len(stored) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(stored))
		if end > len(stored) {
			return nil, fmt.Errorf("%s is cut short", path)
		}
		entries = append(entries, stored[2:end])
		stored = stored[end:]
	}
	if len(stored) != 0 || len(entries) != width {
		return nil, fmt.Errorf("%s holds %d entries, not %d", path, len(entries), width)
	}
	return entries, nil
}

func checkReceipt(proofPath, entryPath, vkey string) error {
	stored, err := os.ReadFile(proofPath)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryPath)
	if err != nil {
		return err
	}
	parts := strings.SplitN(string(stored), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("this is not a proof file")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	path, err := hashes(lines[2:])
	if err != nil {
		return err
	}
	tree, err := signed([]byte(parts[1]), vkey)
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return err
	}
	fmt.Println("entry", index, "of", tree.N)
	return nil
}

func checkGrown(oldPath, newPath, hashesPath, vkey string) error {
	trees := make([]tlog.Tree, 2)
	for i, path := range []string{oldPath, newPath} {
		stored, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if trees[i], err = signed(stored, vkey); err != nil {
			return err
		}
	}
	stored, err := os.ReadFile(hashesPath)
	if err != nil {
		return err
	}
	path, err := hashes(strings.Fields(string(stored)))
	if err != nil {
		return err
	}
	before, after := trees[0], trees[1]
	if err := tlog.CheckTree(path, after.N, after.Hash, before.N, before.Hash); err != nil {
		return err
	}
	fmt.Println(before.N, "grew to", after.N)
	return nil
}

func hashes(lines []string) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(lines))
	for i, line := range lines {
		raw, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(raw) != tlog.HashSize {
			return nil, fmt.Errorf("line %d is not a hash", i+1)
		}
		copy(found[i][:], raw)
	}
	return found, nil
}
