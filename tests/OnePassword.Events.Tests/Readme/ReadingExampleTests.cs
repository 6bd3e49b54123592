namespace OnePassword.Events.Tests.Readme;

/// <summary>Runs the code of the reading guide.</summary>
public sealed class ReadingExampleTests
{
    [Test]
    public void Times_example_converts_and_compares()
    {
        var attempt = new V2.SignInAttempt { Timestamp = EventTime.Parse("2024-12-02T11:54:19.710457472Z") };
        var lastHour = new DateTimeOffset(2024, 12, 2, 11, 0, 0, TimeSpan.Zero);
        var (one, other) = (EventTime.Parse("2024-12-02T11:54:19Z"), EventTime.Parse("2024-12-02T13:54:19+02:00"));

        // <times>
        DateTimeOffset? local = attempt.Timestamp?.ToDateTimeOffset().ToLocalTime();
        bool isRecent = attempt.Timestamp > lastHour; // False if the event has no timestamp.
        bool isSame = one.IsSameInstant(other);       // For 11:54:19Z and 13:54:19+02:00 too.
        // </times>
        Assert.That(local, Is.EqualTo(attempt.Timestamp?.Value));
        Assert.That((isRecent, isSame, one == other, one == other.Value), Is.EqualTo((true, true, false, true)));
        Assert.That(new V2.SignInAttempt().Timestamp > lastHour, Is.False);
    }
}
