/** The print sheets of the page decide what goes on paper. */
export const printPage = (): void => window.print();
