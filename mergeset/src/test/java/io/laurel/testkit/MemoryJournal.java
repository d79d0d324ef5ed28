package io.laurel.testkit;

import io.laurel.testkit.MemoryNode.File;
import io.laurel.testkit.MemoryNode.Folder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The changes of folders on a {@link MemoryDisk} that are not durable yet, in order. A change rests on the earlier ones
 * of the same entry and of the same file or folder; no power cut keeps it without them.
 */
final class MemoryJournal {
    /** One entry of a folder: it shall mean that node, or nothing if the node is null. */
    record Slot(Folder folder, String name, MemoryNode node) {
        private void apply() {
            put(folder.entries);
        }

        private void applyDurably() {
            put(folder.durable);
        }

        private void put(Map<String, MemoryNode> entries) {
            if (node == null) {
                entries.remove(name);
            } else {
                entries.put(name, node);
            }
        }
    }

    /** Slots that change together or not at all. */
    private record Change(List<Slot> slots) {
        boolean touches(Folder folder) {
            return slots.stream().anyMatch(slot -> slot.folder == folder);
        }

        /** Two changes with a common key must stay in order. */
        Set<Object> keys() {
            Set<Object> keys = new HashSet<>();
            for (Slot slot : slots) {
                keys.add(List.of(slot.folder, slot.name));
                if (slot.node != null) {
                    keys.add(slot.node);
                }
            }
            return keys;
        }
    }

    private final List<Change> unsynced = new ArrayList<>();

    /** Changes the entries at once, all or none of them durably later. */
    void change(Slot... slots) {
        Change change = new Change(List.of(slots));
        change.slots.forEach(Slot::apply);
        unsynced.add(change);
    }

    /** Makes the changes that touch a folder durable, and those they rest on. */
    void sync(Folder folder) {
        Set<Object> wanted = new HashSet<>();
        Deque<Change> durable = new ArrayDeque<>();
        for (int i = unsynced.size() - 1; i >= 0; i--) {
            Change change = unsynced.get(i);
            if (change.touches(folder) || change.keys().stream().anyMatch(wanted::contains)) {
                wanted.addAll(change.keys());
                durable.addFirst(change);
                unsynced.remove(i);
            }
        }
        durable.forEach(change -> change.slots.forEach(Slot::applyDurably));
    }

    /** A copy of the tree as a power cut could leave it. */
    Folder crash(Folder root, Random random) {
        double keep = switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> 1;
            default -> random.nextDouble();
        };
        Map<MemoryNode, MemoryNode> copies = new HashMap<>();
        Folder copiedRoot = (Folder) crashed(root, copies, random);
        Set<Object> lost = new HashSet<>();
        for (Change change : unsynced) {
            Set<Object> keys = change.keys();
            if (random.nextDouble() >= keep || keys.stream().anyMatch(lost::contains)) {
                lost.addAll(keys);
                continue;
            }
            for (Slot slot : change.slots) {
                MemoryNode node = slot.node == null ? null : crashed(slot.node, copies, random);
                Slot copied = new Slot((Folder) crashed(slot.folder, copies, random), slot.name, node);
                copied.apply();
                copied.applyDurably();
            }
        }
        return copiedRoot;
    }

    private static MemoryNode crashed(MemoryNode node, Map<MemoryNode, MemoryNode> copies, Random random) {
        MemoryNode known = copies.get(node);
        if (known != null) {
            return known;
        }
        if (node instanceof Folder folder) {
            Folder copy = new Folder();
            copies.put(node, copy);
            folder.durable.forEach((name, child) -> copy.durable.put(name, crashed(child, copies, random)));
            copy.entries.putAll(copy.durable);
        } else {
            copies.put(node, node instanceof File file ? file.afterPowerCut(random) : node);
        }
        return copies.get(node);
    }

    /** A copy of the tree as programs see it, all of it durable. */
    static Folder copy(Folder root) {
        return (Folder) copy(root, new HashMap<>());
    }

    private static MemoryNode copy(MemoryNode node, Map<MemoryNode, MemoryNode> copies) {
        MemoryNode known = copies.get(node);
        if (known != null) {
            return known;
        }
        if (node instanceof Folder folder) {
            Folder copy = new Folder();
            folder.entries.forEach((name, child) -> copy.entries.put(name, copy(child, copies)));
            copy.durable.putAll(copy.entries);
            copies.put(node, copy);
        } else {
            copies.put(node, node instanceof File file ? file.copy() : node);
        }
        return copies.get(node);
    }
}
