/**
 * How a part lives, whatever is in it. A part is a folder of immutable files, or the same bytes on the heap.
 *
 * <p>A folder of parts is a {@link io.laurel.part.PartDirectory}: parts are written under its {@code tmp/} with
 * {@link io.laurel.part.PartFileWriter}, named with {@link io.laurel.part.PartIds}, and appear by one rename. Several
 * parts are swapped for one by a {@link io.laurel.part.PartTransaction}. The parts that are served at a moment are in a
 * {@link io.laurel.part.PartSet}, which hands out counted views and closes a part after the last of them.
 * {@link io.laurel.part.MergePicker} decides which parts become one, {@link io.laurel.part.BlockCache} keeps their
 * decoded blocks.
 */
package io.laurel.part;
