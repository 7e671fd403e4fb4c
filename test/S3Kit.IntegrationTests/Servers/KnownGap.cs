namespace S3Kit.IntegrationTests;

/// <summary>Something that one kind of server does not do as S3 does, and the test that shows it.</summary>
/// <param name="Test"><c>Class</c>, <c>Class.Method</c>, <c>Class.Method(case)</c>, or the name of a category.</param>
/// <param name="Reason">What the server does instead.</param>
/// <param name="Shows">A piece of the failure that proves it: any other failure is not excused. Null: the test is not run there at all.</param>
internal sealed record KnownGap(string Test, string Reason, string? Shows)
{
    /// <summary>How every report of a known gap begins, so that a run can be searched for what was skipped without one.</summary>
    public const string Mark = "known gap: ";

    public override string ToString() => $"{Mark}{Test}: {TestServers.Server} {Reason}";
}
