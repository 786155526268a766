import type { Part, Story, StoryEvent, World } from "./story.ts";
import type { Walk } from "./walk.ts";

/** One event of a story as it is played: where the case is, and what is still to come. */
export type Scene = { story: Story; part: Part; world: World; walk: Walk; event: StoryEvent; next: readonly StoryEvent[] };
