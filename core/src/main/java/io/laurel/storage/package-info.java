/**
 * The front door. Start reading at {@link io.laurel.storage.Storage#addRows} and
 * {@link io.laurel.storage.Storage#search(io.laurel.storage.SearchRequest)}; both are meant to be read like a story.
 * This room introduces the others to each other: {@code indexdb} knows names, {@code data} knows samples.
 */
package io.laurel.storage;
