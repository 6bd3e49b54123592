namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>One word per concept, in the terms of the field.</summary>
internal static class GlossaryRules
{
    /// <summary>Patterns that may not occur anywhere, whatever their case.</summary>
    public static readonly GlossaryRule[] Anywhere =
    [
        // Requests and responses
        new(@"\b(un)?answer(s|ed|ing)?\b", "response, respond"),
        new(@"\bwhat came\b", "the response, the events that were received"),
        new(@"\bask(s|ed|ing)?\b", "request, send, query; prompt (a user)"),
        new(@"(?<!connection )\brefus(e|es|ed|al|als|ing)\b", "reject, not accept"),
        new(@"\btak(es?|en) no more\b", "rejected"),
        // Time
        new(@"\bmoments?\b", "timestamp, time, instant"),
        new(@"\btime-outs?\b", "timeout"),
        new(@"\bfor ever\b|\bforever\b", "indefinitely, until stopped"),
        new(@"\bhow far back\b|\bspans? of time\b|\btime spans?\b|\bas far back\b", "time range"),
        new(@"\ba while\b", "a time with its unit"),
        new(@"\b(for|after) so long\b|\bso many bytes\b|\bafter so many\b", "this long, this many, or the placeholder of the option"),
        new(@"\bunder way\b", "in flight, running"),
        new(@"\bleft alone\b", "idle"),
        // Retrying and resuming
        new(@"\b(goes|go|went|gone|going) on\b", "continue, resume"),
        new(@"\b(begin|begins|began|begun|start|starts|started) again\b", "restart"),
        new(@"\banew\b", "again, restart, reload"),
        new(@"\b(come|comes|came|coming) (again|twice|a second time)\b", "be delivered again, duplicate"),
        new(@"\b(is|are|be|been|was|were|not) (tried|sent) again\b", "retry"),
        // Writing and reporting
        new(@"\b(tell|tells|told|telling)\b", "report, show, log, say which, distinguish"),
        new(@"\b(needs|wants) (somebody|someone)\b|\bsounds? (the|an) alarm\b", "requires operator action, report as unhealthy"),
        // Dead letters
        new(@"\b(un)?park(s|ed|ing)?\b|\b(rejected|stored|waiting) letters?\b", "dead letter (the stored event), rejected (what the destination did)"),
        // Who does something
        new(@"\b(whoever|somebody|nobody|someone|anybody|whomever)\b", "the caller, another process, the operator, a user"),
        new(@"\b(he|she|him|his|her)\b", "the user, the operator, they"),
        new(@"\b(those|he|they|all|one) who\b", "users that, callers that"),
        new(@"\bof (yours|ours|theirs|mine)\b", "your, our, their"),
        new(@"\b(stays?|is|are) (yours|theirs)\b", "the caller owns it"),
        // How
        new(@"\bside by side\b", "in parallel, concurrently"),
        new(@"\bin memory at most\b", "buffered"),
        new(@"\ball the same\b", "nevertheless, anyway"),
        new(@"\bunless (you|told|it is) (say|said|says?|told)?\s?otherwise\b", "Default: X."),
        new(@"\bas well as may be\b|\bin vain\b|\blest\b|\bwherefore\b|\bthereof\b|\bhence\b|\bthus\b", "plain words"),
        new(@"\bwhatever (became|comes|happens)\b|\bwhenever and however\b", "always, in any case"),
        new(@"\b(can|could|may|might|cannot|to) be had\b", "available"),
        new(@"\b(it|any|this|that|do|does|will) do(es)? as well\b|\bdoes so by itself\b", "also works"),
        new(@"\bheed(s|ed|ing)?\b", "honor, use"),
        new(@"\b(mend|mends|mended|mending)\b", "fix, correct"),
        new(@"\bsees? to (it|that|the|this)\b", "ensure, check"),
        new(@"\bbeat(s)?\b", "take precedence over"),
        new(@"\bstands? (still|behind|beside|at|where)\b|\bstand in\b", "stop, follow, next to, be"),
        new(@"\b(lies|lie|lay) (behind|beyond|there)\b", "after"),
        new(@"\b(behind|beside) (it|them|all|that)\b", "after, next to"),
        // Negation and judgement
        new(@"\b(?<!there )(is|are|was|were|be) (no|none)\b(?! (longer|more than))", "is not a"),
        new(@"(?<!\b(is|are|and) )\bodd(ly)?\b(?! numbers?)", "unexpected, invalid"),
        new(@"\bno (page|text|name) of\b", "is not a"),
        new(@"\bin passing\b", "temporarily"),
        // Rates
        new(
            @"\b(\d[\d,.]*( (?!to|of|or|and|in|is|for|with|as)\w+)?|events|requests|pages|files?|times|attempts|bytes|[KM]i?B|request|fetch) an? "
            + @"(minute|hour|second|day|feed|page|run|event|request|account)\b",
            "per"),
    ];

    /// <summary>Words that no sentence begins with. Headings count; questions do not.</summary>
    public static readonly GlossaryRule[] SentenceStarts =
    [
        new(@"(What|Whatever|Whoever|Whichever|Where|Who|Whose)\b(?![^?]*\?)", "the subject of the sentence"),
        new(@"Of (several|the|all|those|these|its|a)\b", "the subject of the sentence, If several ..."),
        new(@"(None|Nothing|Nobody|No one) (of|but)\b", "the subject of the sentence"),
        new(@"(Told|Tells|Says|Has|Have|Had)\b", "a verb of the field: Reports, Returns, Gets, Determines"),
        new(@"So (it|they|that|do|does|is|are|many|much|long|far)\b", "the subject of the sentence"),
        new(@"And\b", "the subject of the sentence"),
    ];

    /// <summary>Words that no name of a test begins with: the name must be clear without its neighbors.</summary>
    public static readonly GlossaryRule[] TestNameStarts =
    [
        new(@"(It|What|So|That|They|Who|Whoever|This|These|Those|And|But|Nor|Its|Their|Where|One|Such)\b", "the subject and the behavior that holds"),
    ];
}
