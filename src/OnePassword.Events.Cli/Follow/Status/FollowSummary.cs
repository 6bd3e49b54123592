using OnePassword.Events.Cli.Messages;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Follow.Status;

/// <summary>Writes what each feed and each destination did in a run.</summary>
internal static class FollowSummary
{
    public static void Write(FollowStatusBoard board, CliContext cli)
    {
        foreach (var (followed, feed) in board.Feeds.Select(feed => (feed, feed.Status)))
        {
            if (feed is { HasEnded: true, Failure: not null, Pages: 0 })
                continue; // The failure says it all.
            var last = feed.LastEventTime is { } time ? $", last at {time}" : "";
            var duplicates = feed.Duplicates > 0 ? $", {Format.Count(feed.Duplicates, "duplicate")} dropped" : "";
            var counts = $"{Format.Count(feed.Events, "event")} on {Format.Count(feed.Pages, "page")}";
            cli.Messages.Information(MessageEvent.FeedSummary, $"{counts}{last}{duplicates}", followed.Source);
        }
        foreach (var output in board.Outputs)
            output.Summarize();
    }
}
