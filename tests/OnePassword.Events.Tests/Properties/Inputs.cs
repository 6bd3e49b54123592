using FsCheck;
using FsCheck.Fluent;

namespace OnePassword.Events.Tests.Properties;

/// <summary>Inputs of every kind that the API or a proxy may send.</summary>
internal static class Inputs
{
    private static readonly Gen<string> Space =
        Gen.Frequency((5, Gen.Constant("")), (1, Gen.Elements(" ", "\t", "\n", "\r\n", "  \r")));

    /// <summary>Text of any characters, without unpaired surrogates.</summary>
    public static Gen<string> Text { get; } =
        Gen.Elements("a", "Z", "0", " ", "é", "漢", "😀", "\u0000", "\n", "\u2028", "\\", "\"", "/", "<", "+", "=", "}", "]").ListOf().Select(string.Concat);

    /// <summary>Times with any offset, in ticks.</summary>
    public static Gen<DateTimeOffset> Time { get; } =
        from seconds in Gen.Choose(946_684_800, int.MaxValue)
        from ticks in Gen.Choose(0, (int)TimeSpan.TicksPerSecond - 1)
        from minutes in Gen.Choose(-14 * 60, 14 * 60)
        select DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(ticks).ToOffset(TimeSpan.FromMinutes(minutes));

    /// <summary>A JSON value as RFC 8259 allows it, with white space inside, but not around it.</summary>
    public static Gen<string> Json { get; } = Gen.Sized(size => Value(Math.Min(size, 6)));

    public static Gen<string> JsonText { get; } =
        Gen.Elements("a", "é", "漢", "😀", " ", "/", "}", "],", "{\\\"", "\\n", "\\\\", "\\u0041", "\\ud83d\\ude00", "\\ud800", "\\/")
            .ListOf().Select(parts => $"\"{string.Concat(parts)}\"");

    /// <summary>The parts with a separator and random white space between them.</summary>
    public static Gen<string> Spaced(IEnumerable<string> parts) =>
        parts.Aggregate(Space, (text, part) => from before in text from after in Space select $"{before}{part}{after}");

    private static Gen<string> Value(int depth) => depth <= 1
        ? Scalar
        : Gen.Frequency((3, Scalar), (1, Nested("[", Value(depth - 2), "]")), (2, Nested("{", Member(depth - 2), "}")));

    private static Gen<string> Scalar => Gen.OneOf(
        JsonText,
        Gen.Elements("null", "true", "false", "0", "-0", "1", "-1.5E-10", "0.10000000000000000001", "1e400", "9223372036854775808", "123456789012345678901234567890"));

    private static Gen<string> Member(int depth) =>
        from name in Gen.OneOf(JsonText, Gen.Elements("\"uuid\"", "\"timestamp\"", "\"items\"", "\"cursor\""))
        from value in Value(depth)
        from text in Spaced([name, ":", value])
        select text;

    private static Gen<string> Nested(string open, Gen<string> element, string close) =>
        from elements in element.ListOf()
        from text in Spaced(elements.SelectMany((part, index) => index == 0 ? new[] { part } : [",", part]).Prepend(open).Append(close))
        select text.Trim();
}
