package io.laurel.vmctl;

import io.laurel.bytes.ByteBuilder;

/** Code points as bytes. */
final class Utf8 {
    private Utf8() {}

    static void append(ByteBuilder target, int codePoint) {
        if (codePoint < 0x80) {
            target.u8(codePoint);
        } else if (codePoint < 0x800) {
            target.u8(0xc0 | codePoint >> 6).u8(0x80 | codePoint & 0x3f);
        } else if (codePoint < 0x10000) {
            target.u8(0xe0 | codePoint >> 12).u8(0x80 | codePoint >> 6 & 0x3f).u8(0x80 | codePoint & 0x3f);
        } else {
            target.u8(0xf0 | codePoint >> 18).u8(0x80 | codePoint >> 12 & 0x3f)
                    .u8(0x80 | codePoint >> 6 & 0x3f).u8(0x80 | codePoint & 0x3f);
        }
    }
}
