using System.Globalization;
using OnePassword.Events.Cli.Live;
using OnePassword.Events.Cli.Shared;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>
/// Draws the feeds of a status board: those that need attention first, as many as the terminal has room for, and a total.
/// </summary>
internal sealed class FollowTable(FollowStatusBoard board, CliContext cli)
{
    private const int LongestName = 26;
    private const int ReservedLines = 6; // The title, three lines below the feeds, and room for messages.

    private readonly Dictionary<string, RecentRate> _rates = new(StringComparer.Ordinal);
    private readonly RecentRate _total = new(cli.Clock);

    public IRenderable Draw(int width, int height)
    {
        var rows = FollowRow.Of(board, cli);
        var shown = rows.OrderBy(row => row.State).Take(Math.Max(1, height - ReservedLines)).ToList();
        var name = rows.Select(row => Math.Min(row.Name.Length, LongestName)).Append("FEED".Length).Max();
        var lines = shown.Select(row => new Text(Fit(Line(row, name), width), row.Style))
            .Prepend(new Text(Fit(Line("FEED", name, "EVENTS", "RATE", "STATE"), width), new Style(decoration: Decoration.Dim)));
        if (rows.Count > shown.Count)
            lines = lines.Append(new Text(Fit($"and {Format.Number(rows.Count - shown.Count)} more", width)));
        return new Rows([.. lines, new Text(Fit(Total(rows, name), width)), new Text(Fit(States(rows), width))]);
    }

    private string Line(FollowRow row, int name)
    {
        if (row.State <= FollowState.Failing)
            return $"{Shortened(row.Name).PadRight(name)}  {row.Text}";
        if (!_rates.TryGetValue(row.Name, out var rate))
            _rates[row.Name] = rate = new RecentRate(cli.Clock);
        return Line(Shortened(row.Name), name, Format.Number(row.Events), PerSecond(rate.Next(row.Events)), row.Text);
    }

    private string Total(IReadOnlyList<FollowRow> rows, int name)
    {
        var events = rows.Sum(row => row.Events);
        return Line("total", name, Format.Number(events), PerSecond(_total.Next(events)), "");
    }

    private static string States(IReadOnlyList<FollowRow> rows) => string.Join(
        ", ",
        rows.CountBy(row => row.State).OrderBy(state => state.Key)
            .Select(state => $"{Format.Number(state.Value)} {FollowRow.NameOf(state.Key)}"));

    private static string Line(string first, int name, string events, string rate, string state) =>
        $"{first.PadRight(name)}  {events,11}  {rate,8}  {state}".TrimEnd();

    private static string PerSecond(double rate) => string.Create(CultureInfo.InvariantCulture, $"{rate:N0}/s");

    // The end of a name is its feed.
    private static string Shortened(string name) =>
        name.Length <= LongestName ? name : $"{name[..(LongestName / 2 - 1)]}…{name[^(LongestName / 2)..]}";

    private static string Fit(string line, int width) => line.Length < width ? line : line[..Math.Max(0, width - 2)] + "…";
}
