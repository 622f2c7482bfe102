// Judges GLB files with Khronos' gltf-validator: prints one line a file, exits 1 when any has an error.
//   node tests/conformance/gltf_validate.mjs [--modules DIR] FILE.glb...
// gltf-validator (npm, 2.0.0-dev.3.10) is resolved in DIR, else in NODE_PATH, else as usual.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const args = process.argv.slice(2);
const folders = [];
if (args[0] === '--modules') {
    folders.push(resolve(args[1] ?? '.'));
    args.splice(0, 2);
}
folders.push(...(process.env.NODE_PATH ?? '').split(':').filter(Boolean), process.cwd());
if (args.length === 0) {
    console.error('gltf_validate: no GLB file named');
    process.exit(2);
}

function loadValidator() {
    for (const folder of folders) {
        for (const base of [join(folder, 'x.js'), join(folder, 'node_modules', 'x.js')]) {
            try {
                return createRequire(base)('gltf-validator');
            } catch (error) {
                if (error.code !== 'MODULE_NOT_FOUND') throw error;
            }
        }
        try {
            return createRequire(import.meta.url)(join(folder, 'gltf-validator'));
        } catch (error) {
            if (error.code !== 'MODULE_NOT_FOUND') throw error;
        }
    }
    console.error('gltf_validate: gltf-validator is not installed in ' + folders.join(', '));
    process.exit(2);
}

const validator = loadValidator();
let errors = 0;
for (const path of args) {
    let report;
    try {
        report = await validator.validateBytes(new Uint8Array(readFileSync(path)), {
            uri: path,
            maxIssues: 1000,
        });
    } catch (error) {
        console.log(`${path}: 1 errors, not judged: ${error.message ?? error}`);
        errors += 1;
        continue;
    }
    const { numErrors, numWarnings, numInfos, numHints, messages } = report.issues;
    errors += numErrors;
    console.log(`${path}: ${numErrors} errors, ${numWarnings} warnings, ${numInfos} infos, ` +
        `${numHints} hints, ${report.info.totalTriangleCount} triangles`);
    const shown = messages.filter((m) => m.severity < 2 || process.env.VERBOSE);
    for (const m of shown.slice(0, 20))
        console.log(`  ${m.code} ${m.pointer ?? ''}: ${m.message}`);
}
process.exit(errors > 0 ? 1 : 0);
