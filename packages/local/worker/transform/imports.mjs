const quote = name => JSON.stringify(name);
const nameOf = node => node.type === 'Literal' ? String(node.value) : node.name;

/**
 * `await $load$(…)`, as worker/import-from-cell.mjs defines it.
 *
 * @param {string[]} names that the module must have
 */
function load(node, names) {
  const attributes = (node.attributes ?? []).map(({ key, value }) => `${quote(nameOf(key))}: ${quote(value.value)}`);
  const parameters = [
    quote(node.source.value),
    attributes.length > 0 ? `{ with: { ${attributes.join(', ')} } }` : 'undefined',
    quote(names),
  ];
  while (['undefined', '[]'].includes(parameters.at(-1))) {
    parameters.pop();
  }
  return `await $load$(${parameters.join(', ')})`;
}

/**
 * A static import as a declaration. Bindings are not live: a name has the value that the module exported at the time.
 *
 * @param {boolean} checked whether names that the module lacks are an error; in TypeScript they may have been types
 */
export function importAsDeclaration(node, checked) {
  const namespace = node.specifiers.find(({ type }) => type === 'ImportNamespaceSpecifier');
  const named = node.specifiers.filter(specifier => specifier !== namespace).map(specifier => ({
    imported: specifier.type === 'ImportDefaultSpecifier' ? 'default' : nameOf(specifier.imported),
    local: specifier.local.name,
  }));
  const call = load(node, checked ? named.map(({ imported }) => imported) : []);
  const pattern = `{ ${named.map(({ imported, local }) => `${quote(imported)}: ${local}`).join(', ')} }`;
  if (namespace) {
    const rest = named.length > 0 ? `, ${pattern} = ${namespace.local.name}` : '';
    return `const ${namespace.local.name} = ${call}${rest};`;
  }
  return named.length > 0 ? `const ${pattern} = ${call};` : `${call};`;
}

/** `export … from`: nobody imports a cell, but the module is run. */
export function exportFromAsCall(node, checked) {
  return `${load(node, checked ? (node.specifiers ?? []).map(({ local }) => nameOf(local)) : [])};`;
}
