package link.studentsuccess.connectors.oneroster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.Instant;
import link.studentsuccess.connectors.spi.ConnectorProblem.RestartRequired;
import link.studentsuccess.connectors.spi.GradeRecord.Kind;
import link.studentsuccess.connectors.spi.OffsetPaging;
import link.studentsuccess.connectors.spi.Position;
import org.jspecify.annotations.Nullable;

/**
 * Where a read of grades stands: in a category, on one of its line items, in the results of that. Categories, line items
 * and results may be many, so the position holds one place in each and no list of them.
 *
 * @param watermark what the last page will hand out
 * @param categories where the search for the next category goes on; absent after the last
 * @param category absent between two categories
 */
record GradePosition(
        Instant watermark,
        @Nullable OffsetPaging categories,
        @Nullable Category category,
        OffsetPaging lineItems,
        OffsetPaging results) {

    /** A category of grades. */
    record Category(String key, Kind kind) {}

    private static final OffsetPaging BEGIN = OffsetPaging.begin("");

    static GradePosition begin(Instant watermark) {
        return new GradePosition(watermark, BEGIN, null, BEGIN, BEGIN);
    }

    static GradePosition parse(Position position) {
        var parts = position.value().split(";", -1);
        try {
            return new GradePosition(
                    Instant.parse(parts[0]),
                    parts[1].isEmpty() ? null : paging(parts[1]),
                    parts[2].isEmpty()
                            ? null
                            : new Category(URLDecoder.decode(parts[3], UTF_8), Kind.valueOf(parts[2])),
                    paging(parts[4]),
                    paging(parts[5]));
        } catch (DateTimeException | IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new RestartRequired("The position cannot be read: the pull starts again.");
        }
    }

    private static OffsetPaging paging(String text) {
        return OffsetPaging.at(new Position(text));
    }

    GradePosition in(Category found, @Nullable OffsetPaging furtherCategories) {
        return new GradePosition(watermark, furtherCategories, found, BEGIN, BEGIN);
    }

    GradePosition between(@Nullable OffsetPaging furtherCategories) {
        return new GradePosition(watermark, furtherCategories, null, BEGIN, BEGIN);
    }

    GradePosition atLineItem(OffsetPaging next) {
        return new GradePosition(watermark, categories, category, next, BEGIN);
    }

    GradePosition atResult(OffsetPaging lineItem, OffsetPaging next) {
        return new GradePosition(watermark, categories, category, lineItem, next);
    }

    Position position() {
        var kind = category == null ? "" : category.kind().name();
        var key = category == null ? "" : URLEncoder.encode(category.key(), UTF_8);
        var further = categories == null ? "" : categories.position().value();
        return new Position(String.join(
                ";",
                watermark.toString(),
                further,
                kind,
                key,
                lineItems.position().value(),
                results.position().value()));
    }
}
