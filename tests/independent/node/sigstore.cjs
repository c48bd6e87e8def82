// @sigstore/verify over our checkpoints and inclusion paths. Reads a list of questions in JSON from standard input and
// writes a list of answers: null where it agrees, else the words of its refusal. Argument: the folder node_modules.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const dist = path.join(path.resolve(process.argv[2]), "@sigstore", "verify", "dist", "tlog");
const { verifyCheckpoint } = require(path.join(dist, "checkpoint.js"));
const { verifyMerkleInclusion } = require(path.join(dist, "merkle.js"));

const bytes = (text) => Buffer.from(text, "base64");
// RFC 8410: what stands before the 32 bytes of an Ed25519 key in a SubjectPublicKeyInfo.
const FRONT = Buffer.from("302a300506032b6570032100", "hex");

function answer({ note, index, path: hashes, entry, origin, keyId, key }) {
  const publicKey = crypto.createPublicKey({ key: Buffer.concat([FRONT, bytes(key)]), format: "der", type: "spki" });
  const asked = {
    canonicalizedBody: bytes(entry),
    inclusionProof: {
      checkpoint: { envelope: bytes(note).toString("utf-8") },
      hashes: hashes.map(bytes),
      logIndex: String(index),
    },
  };
  try {
    const checkpoint = verifyCheckpoint(asked, [{ logID: bytes(keyId), baseURL: origin, publicKey }]);
    verifyMerkleInclusion(asked, checkpoint);
    return null;
  } catch (error) {
    if (error.name !== "VerificationError") throw error;
    return error.message;
  }
}

process.stdout.write(JSON.stringify(JSON.parse(fs.readFileSync(0, "utf-8")).map(answer)));
