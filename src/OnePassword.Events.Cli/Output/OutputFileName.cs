using System.Globalization;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Cli.Output;

/// <summary>The name of an output file. It is numbered, so that the order of the names is the order of the events.</summary>
internal sealed partial record OutputFileName(string Base, int Number, bool Gzip)
{
    private const int LastNumber = 99_999_999;

    /// <returns>Null if the output has no file of such a name.</returns>
    public static OutputFileName? Parse(string name)
    {
        var match = Pattern().Match(name);
        return match.Success
            ? new OutputFileName(
                match.Groups["base"].Value,
                int.Parse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                match.Groups["gzip"].Success)
            : null;
    }

    /// <exception cref="IOException">There is none.</exception>
    public OutputFileName Next(bool gzip) => Number < LastNumber
        ? new OutputFileName(Base, Number + 1, gzip)
        : throw new IOException($"{this} has the last number that there is: another folder is needed.");

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Base}-{Number:D8}.ndjson{(Gzip ? ".gz" : "")}");

    // All that precedes the last number is the base: no base is the beginning of another's name.
    [GeneratedRegex(@"\A(?<base>[^/\\]+)-(?<number>[0-9]{8})\.ndjson(?<gzip>\.gz)?\z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Pattern();
}
