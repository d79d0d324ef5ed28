/**
 * A sorted set of byte strings on disk. {@link io.laurel.mergeset.Table} is one folder of immutable parts: items are
 * added in any order, become parts in memory, then parts on disk, and are merged into fewer, larger ones; a
 * {@link io.laurel.mergeset.TableSearch} walks over all of them in order.
 *
 * <pre>
 *   addItems -> PendingItems -(sort)-> MemoryPart -(persist)-> Part -(merge)-> Part
 *                                          \__________________/\______________/
 *                                       PartMerger: readers -> ItemsPreparer -> PartWriter
 * </pre>
 *
 * The bytes of a part are drawn, from the outside in, in {@link io.laurel.mergeset.PartHeader} (folder),
 * {@link io.laurel.mergeset.MetaindexRow}, {@link io.laurel.mergeset.BlockHeader} and
 * {@link io.laurel.mergeset.ItemsBlockCodec}.
 */
package io.laurel.mergeset;
