// Judges record.json files by the published schema with Ajv (JSON Schema 2020-12).
//   node tests/conformance/record_schema.mjs MODULES SCHEMA.json RECORD.json...
// Exits 1 when a record is refused, or when a record with its title taken out is not.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [modules, schemaPath, ...records] = process.argv.slice(2);
const require = createRequire(join(resolve(modules), 'x.js'));
const Ajv2020 = require('ajv/dist/2020').default;
// x-fix and its like are notes for people, unknown to Ajv: strict mode would refuse them.
const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false });
const schema = JSON.parse(readFileSync(schemaPath, 'utf8'));
if (!ajv.validateSchema(schema)) {
    console.log(`the schema itself: ${ajv.errorsText()}`);
    process.exit(1);
}
const validate = ajv.compile(schema);
let refused = 0;
for (const path of records) {
    const record = JSON.parse(readFileSync(path, 'utf8'));
    if (!validate(record)) {
        refused += 1;
        console.log(`${path}: ${ajv.errorsText(validate.errors)}`);
    }
    delete record.title;
    if (validate(record)) {
        refused += 1;
        console.log(`${path}: accepted without a title`);
    }
}
console.log(`record schema: ${records.length} records, ${refused} wrong verdicts`);
process.exit(refused > 0 || records.length === 0 ? 1 : 0);
