// Our own conventions, which a general linter cannot know. README.md, "Extensions", explains them.

const perValue = ['x-enumNames', 'x-enumDescriptions'];
const memberName = /^[A-Z][A-Za-z0-9]*$/;
// Members of every generated enum type.
const taken = ['Value', 'Equals', 'GetHashCode', 'ToString', 'IsKnown', 'Known', 'KnownValues'];
const features = ['auditevents', 'itemusages', 'signinattempts'];
const since = /^[A-Z].*\. Since \d+\.\d+\.\d+\.$/s;

// Every enum value has a unique C# name and a description.
const enumNames = () => ({
  Schema(schema, { report, key }) {
    if (!schema.enum) return;
    const problem = message => report({ message: `${key}: ${message}` });

    for (const list of perValue)
      if (schema[list]?.length !== schema.enum.length) problem(`${list} must have one entry for each value.`);
    for (const list of ['enum', 'x-enumNames'])
      if (new Set(schema[list]).size !== schema[list]?.length) problem(`${list} has a duplicate.`);
    for (const name of schema['x-enumNames'] ?? [])
      if (!memberName.test(name) || name === key || taken.includes(name)) problem(`${name} is not a valid member name.`);
    for (const [index, text] of (schema['x-enumDescriptions'] ?? []).entries())
      if (!/^[A-Z].*\.$/.test(text)) problem(`the description of ${schema.enum[index]} is not a sentence: "${text}"`);
    if (!schema.description?.includes('The list is open')) problem('the description must say that the list is open.');
  },
});

// Every field has a description that ends with the version of the specification in which it first appeared.
const fieldDescription = () => ({
  SchemaProperties(properties, { report, location }) {
    for (const [name, property] of Object.entries(properties))
      if (!since.test(property.description?.trim() ?? ''))
        report({
          message: `The description of ${name} must be sentences that end with "Since X.Y.Z."`,
          location: location.child(name),
        });
  },
});

// Every operation has its official id and, except introspection, the feature that the token needs.
const operationFeature = () => ({
  Operation(operation, { report }) {
    const feature = operation['x-feature'];
    if (!operation['x-official-name']) report({ message: 'x-official-name is missing.' });
    if (feature === undefined ? operation.operationId !== 'introspect' : !features.includes(feature))
      report({ message: `x-feature must be one of ${features.join(', ')}.` });
  },
});

export default () => ({
  id: 'house',
  rules: {
    oas3: {
      'enum-names': enumNames,
      'field-description': fieldDescription,
      'operation-feature': operationFeature,
    },
  },
});
