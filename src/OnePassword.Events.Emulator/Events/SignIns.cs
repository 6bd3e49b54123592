namespace OnePassword.Events.Emulator.Events;

/// <summary>
/// Draws the sign-ins, for two feeds: an audit event's session is that of a sign-in shortly before, by the same person on
/// the same device, as in a real account.
/// </summary>
internal sealed class SignIns(ulong key, Deck<SignInKind> deck, Population population, Timeline timeline)
{
    private const int LookBack = 16;

    public SignIn At(long index)
    {
        var rng = new Rng(key, index);
        var (high, low, sessionHigh, sessionLow) = (rng.Next(), rng.Next(), rng.Next(), rng.Next());
        var person = population.AnyPerson(ref rng);
        var device = person.Devices[rng.Below(person.Devices.Count)];
        return new(high, low, sessionHigh, sessionLow, deck.At(index), person, device, rng);
    }

    /// <summary>The session of the audit event with this number and timestamp.</summary>
    public Session SessionOf(long auditIndex, long timestamp, ref Rng rng)
    {
        var latest = auditIndex - 1 - rng.Below(LookBack);
        for (var index = latest; index >= 0 && index > latest - LookBack; index--)
        {
            if (!deck.At(index).Succeeded)
                continue;

            var loginTime = timeline.TimestampAt(index);
            if (loginTime >= timestamp)
                break;

            var signIn = At(index);
            return new(signIn.SessionHigh, signIn.SessionLow, loginTime, signIn.Person, signIn.Device);
        }

        // The sign-in lies before the first event of the feed.
        var person = population.AnyPerson(ref rng);
        var login = timestamp - 1 - (long)(rng.Next() % (ulong)Rfc3339.Day);
        return new(rng.Next(), rng.Next(), login, person, person.Devices[rng.Below(person.Devices.Count)]);
    }
}
