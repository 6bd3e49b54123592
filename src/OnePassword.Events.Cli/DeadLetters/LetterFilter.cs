using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.DeadLetters;

/// <summary>Selects dead letters. A value that is null selects all.</summary>
internal sealed record LetterFilter(string? Output, string? Account, string? Feed, string? Uuid)
{
    public bool SelectsAll => this is { Output: null, Account: null, Feed: null, Uuid: null };

    public bool Selects(DeadLetter letter) =>
        (Account is null || Account == letter.Origin.Account)
        && (Feed is null || Feed == letter.Origin.Feed)
        && (Uuid is null || Uuid == letter.Event.Uuid);
}
