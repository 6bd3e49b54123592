namespace OnePassword.Events.Destinations.Tests;

/// <summary>The text of a report, for programs that only print it.</summary>
public sealed class DeliveryReportTests
{
    private static readonly DeliveryReport Report = new(Pages.Origin);

    private static IEnumerable<TestCaseData> Reports =>
    [
        new(Report with { Failure = "siem: HTTP 503: down", RetryIn = TimeSpan.FromSeconds(1.5) }, "siem: HTTP 503: down. Retrying in 1.5 s."),
        new(Report with { Failure = "siem: HTTP 401. Check the token.", RetryIn = TimeSpan.FromSeconds(30) }, "siem: HTTP 401. Check the token. Retrying in 30 s."),
        new(Report with { Failure = "siem: HTTP 401. Check the token." }, "siem: HTTP 401. Check the token."),
        new(Report with { Warning = "siem: Events are lost." }, "siem: Events are lost."),
        new(
            Report with { DeadLetters = [new DeadLetter(Pages.Event("A"), Pages.Origin, "siem", "HTTP 400: no", 400, Pages.Now)] },
            "Rejected events of auditevents: 1. The first reason: HTTP 400: no"),
        new(Report, "The destination works again."),
    ];

    [TestCaseSource(nameof(Reports))]
    public void Text_of_a_report_is_a_message(DeliveryReport report, string text) => Assert.That(report.ToString(), Is.EqualTo(text));
}
