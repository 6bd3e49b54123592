using Spectre.Console;
using Spectre.Console.Rendering;

namespace OnePassword.Events.Cli.Live;

/// <summary>Draws on a terminal until some work ends, and removes the drawing then. Messages appear above it.</summary>
internal static class LiveView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static Task ShowUntilAsync(IAnsiConsole terminal, TimeProvider clock, Func<IRenderable> draw, Task work) =>
        terminal.Live(draw()).AutoClear(true).StartAsync(async live =>
        {
            using var stop = new CancellationTokenSource();
            while (await Task.WhenAny(work, Task.Delay(Interval, clock, stop.Token)).ConfigureAwait(false) != work)
                live.UpdateTarget(draw());
            await stop.CancelAsync().ConfigureAwait(false);
        });
}
