using OnePassword.Events.Emulator.Seeding;
using OnePassword.Events.Emulator.Wire;

namespace OnePassword.Events.Emulator.Generation;

/// <summary>
/// Generates sign-ins for two feeds. As in a real account, an audit event belongs to the session of a recent sign-in by the
/// same person on the same device.
/// </summary>
internal sealed class SignIns(ulong key, ShuffledSequence<SignInKind> kinds, Population population, Timeline timeline)
{
    private const int LookBack = 16;

    public SignIn At(long index)
    {
        var rng = new Rng(key, index);
        var (high, low, sessionHigh, sessionLow) = (rng.Next(), rng.Next(), rng.Next(), rng.Next());
        var person = population.AnyPerson(ref rng);
        var device = person.Devices[rng.Below(person.Devices.Count)];
        return new(high, low, sessionHigh, sessionLow, kinds.At(index), person, device, rng);
    }

    /// <summary>Returns the session of the audit event with this number and timestamp.</summary>
    public Session SessionOf(long auditIndex, long timestamp, ref Rng rng)
    {
        var latest = auditIndex - 1 - rng.Below(LookBack);
        for (var index = latest; index >= 0 && index > latest - LookBack; index--)
        {
            if (!kinds.At(index).Succeeded)
                continue;

            var loginTime = timeline.TimestampAt(index);
            if (loginTime >= timestamp)
                break;

            var signIn = At(index);
            return new(signIn.SessionHigh, signIn.SessionLow, loginTime, signIn.Person, signIn.Device);
        }

        // The sign-in is older than the first event of the feed.
        var person = population.AnyPerson(ref rng);
        var login = timestamp - 1 - (long)(rng.Next() % (ulong)Rfc3339.Day);
        return new(rng.Next(), rng.Next(), login, person, person.Devices[rng.Below(person.Devices.Count)]);
    }
}
