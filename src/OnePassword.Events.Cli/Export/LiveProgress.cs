using OnePassword.Events.Cli.Live;
using OnePassword.Events.Cli.Shared;
using Spectre.Console;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows progress on a terminal as a table, which the summary replaces.</summary>
internal sealed class LiveProgress(
    IAnsiConsole terminal, CliContext cli, IReadOnlyList<FeedExport> exports) : ProgressView(cli, exports)
{
    public override Task ShowUntilAsync(Task work) => LiveView.ShowUntilAsync(terminal, Cli.Clock, Draw, work);

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
