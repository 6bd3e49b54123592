using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace OnePassword.Events.Diagnostics;

/// <summary>The telemetry of one feed of a client: its pages, attempts, waits and followers.</summary>
internal sealed class FeedTelemetry(ClientTelemetry client, string feed)
{
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1);

    public ClientTelemetry Client { get; } = client;

    private TagList Tags
    {
        get
        {
            var tags = Client.Tags;
            tags.Add(Instruments.FeedTag, feed);
            return tags;
        }
    }

    public Activity? StartPage()
    {
        var activity = Instruments.Activities.StartActivity("read_page", ActivityKind.Internal);
        if (activity is not null)
        {
            foreach (var (name, value) in Tags)
                activity.SetTag(name, value);
        }
        return activity;
    }

    public void PageRead(Activity? activity, int count, bool hasMore, DateTimeOffset? lastTimestamp)
    {
        activity?.SetTag(Instruments.CountTag, count);
        var tags = Tags;
        Instruments.Pages.Add(1, tags);
        Instruments.Events.Add(count, tags);
        if (lastTimestamp is { } time)
            Instruments.Age.Record(Math.Max(0, (Client.Clock.GetUtcNow() - time).TotalSeconds), tags);
        Client.Log.PageRead(feed, Client.Place, count, hasMore);
    }

    public static void PageFailed(Activity? activity, EventsException error)
    {
        activity?.SetStatus(ActivityStatusCode.Error, error.Reason.ToString());
        activity?.SetTag(Instruments.ReasonTag, error.Reason.ToString());
    }

    /// <summary>The server sent no list of events although the cursor moved.</summary>
    public void ItemsMissing() => Instruments.PagesWithoutItems.Add(1, Tags);

    public void PagesShrink(int size) => Client.Log.PagesShrink(feed, Client.Place, size);

    /// <param name="attempt">The number of the attempt that failed.</param>
    /// <param name="reason">The status code or the <see cref="EventsFailure"/>.</param>
    /// <param name="words">The same in words, for the log.</param>
    /// <param name="wait">The time until the next attempt.</param>
    public void Retrying(int attempt, string reason, string words, TimeSpan wait)
    {
        var tags = Tags;
        tags.Add(Instruments.ReasonTag, reason);
        Instruments.Retries.Add(1, tags);
        Client.Log.Retrying(feed, Client.Place, attempt, Client.MaxAttempts, Client.Safe(words), wait.TotalSeconds);
    }

    /// <param name="least">The shortest possible wait; null if it is unknown.</param>
    public void QuotaWaitStarts(TimeSpan? least)
    {
        Instruments.Waiting.Add(1, Tags);
        if (least >= LongWait)
            Client.Log.WaitingForQuota(feed, Client.Place, least.Value.TotalSeconds);
    }

    public void QuotaWaitEnds(TimeSpan wait)
    {
        var tags = Tags;
        Instruments.Waiting.Add(-1, tags);
        Instruments.QuotaWaits.Record(wait.TotalSeconds, tags);
        if (wait >= LongWait)
            Client.Log.WaitedForQuota(feed, Client.Place, wait.TotalSeconds);
    }

    public void DuplicatesDropped(int count)
    {
        if (count > 0)
            Instruments.Duplicates.Add(count, Tags);
    }

    public void Restarting(string name, DateTimeOffset start) => Client.Log.Restarting(feed, Client.Place, name, start);

    /// <param name="name">The follower.</param>
    /// <param name="stored">The stored checkpoint; null for a new follower.</param>
    /// <param name="start">The start of a new follower; null for everything that the API keeps.</param>
    public void FollowingStarted(string name, Checkpoint? stored, DateTimeOffset? start)
    {
        var culture = CultureInfo.InvariantCulture;
        var from = stored is not null ? string.Create(culture, $"after the checkpoint saved at {stored.SavedAt:u}")
            : start is { } time ? string.Create(culture, $"with a new checkpoint at {time:u}")
            : "with a new checkpoint";
        Client.Log.FollowingStarted(feed, Client.Place, name, from);
    }

    public void FollowingRecovered(string name, int failures) =>
        Client.Log.FollowingRecovered(feed, Client.Place, name, failures);

    /// <param name="name">The follower.</param>
    /// <param name="failure">An exception of the library or of the page handler.</param>
    /// <param name="wait">The time until the follower continues; null if it stops.</param>
    /// <param name="delivery">How often the page has been delivered, if the handler failed; otherwise 0.</param>
    public void FollowingFailed(string name, Exception failure, TimeSpan? wait, int delivery = 0)
    {
        var tags = Tags;
        tags.Add(Instruments.ReasonTag, (failure as EventsException)?.Reason.ToString() ?? failure.GetType().Name);
        Instruments.FollowFailures.Add(1, tags);

        // The message of a library exception says everything. An exception of the handler is logged as a whole, but only once per
        // page and when the follower stops.
        var isKnown = failure is EventsException or CheckpointException || (delivery > 1 && wait is not null);
        var foreign = isKnown ? null : failure;
        var (reason, remedy) = FollowFailureText.Of(failure, delivery);
        var (level, safe) = (LevelOf(failure), Client.Safe(reason));
        if (wait is { } time)
            Client.Log.FollowingFailed(level, feed, Client.Place, name, safe, time.TotalSeconds, foreign);
        else
            Client.Log.FollowingStopped(feed, Client.Place, name, safe, remedy, foreign);
    }

    // Retries correct everything else.
    private static LogLevel LevelOf(Exception failure) =>
        failure is EventsException { Reason: EventsFailure.TokenRejected or EventsFailure.FeatureMissing }
            ? LogLevel.Error
            : LogLevel.Warning;
}
