package link.studentsuccess.connectors.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import link.studentsuccess.connectors.spi.FileGateway;

/** Any folder of files, with one file of it spoiled. */
public final class FaultyFolder implements FileGateway {

    /** What is wrong with the file. */
    public enum Spoil {
        MISSING,
        HEADER_ONLY,
        CUT_AFTER_HALF,
        NOT_UTF_8
    }

    private final FileGateway real;
    private final String name;
    private final Spoil spoil;

    public FaultyFolder(FileGateway real, String name, Spoil spoil) {
        this.real = real;
        this.name = name;
        this.spoil = spoil;
    }

    @Override
    public List<DropFile> list() {
        return real.list().stream()
                .filter(file -> spoil != Spoil.MISSING || !file.name().equals(name))
                .toList();
    }

    @Override
    public InputStream open(DropFile file) {
        var stream = real.open(file);
        return file.name().equals(name) ? new ByteArrayInputStream(spoiled(stream)) : stream;
    }

    private byte[] spoiled(InputStream stream) {
        try (stream) {
            var bytes = stream.readAllBytes();
            return switch (spoil) {
                case MISSING -> bytes;
                case HEADER_ONLY -> Arrays.copyOf(bytes, endOfHeader(bytes));
                case CUT_AFTER_HALF -> Arrays.copyOf(bytes, bytes.length / 2);
                case NOT_UTF_8 -> latin1Letter(bytes);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int endOfHeader(byte[] bytes) {
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length;
    }

    /** Windows-1252 for "é" in the middle of a row. */
    private static byte[] latin1Letter(byte[] bytes) {
        var copy = bytes.clone();
        copy[Math.min(copy.length - 1, endOfHeader(copy) + 1)] = (byte) 0xE9;
        return copy;
    }
}
