// The fifth form of the history: which answers were asked for side by side, and which conversations show them so.

export const comparisons = `
-- The id of the comparison that the run belongs to; null for one that was asked alone.
alter table runs add column comparison text;
create index runs_of_comparison on runs (comparison) where comparison is not null;

-- The comparison that is shown side by side, as long as the branch that is shown ends in one of its answers.
alter table conversations add column comparing text;
`
