using OnePassword.Events.Cli.Shared;
using Spectre.Console;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows progress on a terminal as a table, which the summary replaces.</summary>
internal sealed class LiveProgress(
    IAnsiConsole terminal, CliContext cli, IReadOnlyList<FeedExport> exports) : ProgressView(cli, exports)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public override Task ShowUntilAsync(Task work) => terminal.Live(Draw()).AutoClear(true).StartAsync(live =>
        RepeatUntilAsync(work, Interval, () => live.UpdateTarget(Draw())));

    private Table Draw()
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumns(new TableColumn("feed"), Right("pages"), Right("events"), Right("rate"), new TableColumn("span"));
        foreach (var export in Exports)
        {
            var now = export.Progress.Now;
            table.AddRow(
                Markup.Escape(export.Feed),
                Format.Count(now.Pages, "page"),
                Format.Count(now.Events, "event"),
                Format.Rate(export.Progress.EventsRead, Elapsed),
                export.Failure is null ? Format.Span(now.Oldest, now.Newest) : "[red]failed[/]");
        }
        return table;
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();
}
