/** Standard rules, and logical properties only: a physical side would be wrong in a right-to-left language. */
export default {
  extends: ['stylelint-config-standard', 'stylelint-plugin-logical-css/configs/recommended'],
  rules: {
    // CSS modules: class names are used as properties in TypeScript.
    'selector-class-pattern': '^[a-z][a-zA-Z]*$',
    'custom-property-empty-line-before': null,
  },
};
