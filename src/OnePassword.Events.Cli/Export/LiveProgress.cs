using OnePassword.Events.Cli.Live;
using OnePassword.Events.Cli.Shared;
using Spectre.Console;

namespace OnePassword.Events.Cli.Export;

/// <summary>Shows progress on a terminal as a table, which the summary replaces.</summary>
internal sealed class LiveProgress(
    IAnsiConsole terminal, CliContext cli, Func<IReadOnlyList<FeedExport>> exports) : ProgressView(cli, exports)
{
    // More rows may not fit on the terminal. Then the complete feeds are left out.
    private const int MaxRows = 15;

    public override Task ShowUntilAsync(Task work) => LiveView.ShowUntilAsync(terminal, Cli.Clock, Draw, work);

    private Table Draw()
    {
        var table = new Table().Border(TableBorder.None).HideHeaders();
        table.AddColumns(
            new TableColumn("feed").NoWrap(), Right("percent"), Right("events"), Right("rate"), new TableColumn("state"));
        var all = Exports;
        foreach (var export in all.Where(export => all.Count <= MaxRows || !export.IsComplete).Take(MaxRows))
        {
            var state = ProgressText.State(export, Elapsed);
            table.AddRow(
                Markup.Escape(export.Name),
                ProgressText.Percent(export),
                Format.Count(export.Progress.Now.Events, "event"),
                Format.Rate(export.Progress.EventsRead, Elapsed),
                export.Failure is null ? state : $"[red]{state}[/]");
        }
        return table;
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned().NoWrap();
}
