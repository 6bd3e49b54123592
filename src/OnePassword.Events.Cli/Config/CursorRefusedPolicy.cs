namespace OnePassword.Events.Cli.Config;

/// <summary>Whether a feed whose cursor is refused stops, or starts again and leaves out what it has.</summary>
internal enum CursorRefusedPolicy
{
    Fail,
    Restart,
}
