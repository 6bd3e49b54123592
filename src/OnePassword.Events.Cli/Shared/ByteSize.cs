using System.Globalization;

namespace OnePassword.Events.Cli.Shared;

/// <summary>Sizes as people write them: 100MB, 1.5GiB, or a plain number of bytes.</summary>
internal static class ByteSize
{
    public const string Forms = "a size such as 500KB, 100MB or 2GiB";

    public const long Kilobyte = 1_000;

    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("", 1),
        ("KB", Kilobyte),
        ("MB", 1_000_000),
        ("GB", 1_000_000_000),
        ("KiB", 1L << 10),
        ("MiB", 1L << 20),
        ("GiB", 1L << 30),
    ];

    public static bool TryParse(string text, out long bytes)
    {
        bytes = default;
        var number = text.TrimEnd([.. "KMGiB"]);
        var (_, length) = Array.Find(Units, known => known.Unit == text[number.Length..]);
        var style = length > 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None; // Bytes are whole.
        if (length == 0 || !decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var count)
            || count > long.MaxValue / length)
            return false;
        bytes = (long)(count * length);
        return true;
    }
}
