using OnePassword.Events.Cli.Live;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Shows the progress of all feeds on a terminal. Without one, it shows nothing.</summary>
internal static class FollowView
{
    public static Task ShowUntilAsync(Task work, FollowStatusBoard board, CliContext cli)
    {
        if (cli.Messages.LiveTerminal is not { Profile.Capabilities.Ansi: true } terminal)
            return Task.CompletedTask;
        var table = new FollowTable(board, cli);
        return LiveView.ShowUntilAsync(
            terminal, cli.Clock, () => table.Draw(terminal.Profile.Width, terminal.Profile.Height), work);
    }
}
