using System.Globalization;

namespace OnePassword.Events.Benchmarks.Reporting;

/// <summary>Formats numbers for the report.</summary>
internal static class Show
{
    public const string Nothing = "–";

    public static string Count(double count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("N2", CultureInfo.InvariantCulture);

    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture);

    public static string Mebibytes(long bytes) => OneDigit(bytes / 1024.0 / 1024.0);

    public static string OneDigit(double number) => number.ToString("N1", CultureInfo.InvariantCulture);

    public static string Number(double number) => number.ToString("N2", CultureInfo.InvariantCulture);

    public static string Ratio(double ratio) => ratio.ToString("N3", CultureInfo.InvariantCulture);

    public static string Share(double share) => share.ToString("P1", CultureInfo.InvariantCulture);
}
