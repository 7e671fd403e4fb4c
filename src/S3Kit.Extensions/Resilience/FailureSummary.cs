namespace S3Kit.Resilience;

/// <summary>What may be shown of an error anywhere: its kind, code and status, without the names of objects that its message holds.</summary>
internal static class FailureSummary
{
    public static string? Of(Exception? error) => error switch
    {
        S3TimeoutException timeout => $"{timeout.Kind} ({timeout.Limit})",
        S3KitException { StatusCode: { } status } known => $"{known.Kind} ({known.ErrorCode ?? "no code"}, status {status})",
        S3KitException known => known.Kind.ToString(),
        AbandonedAttemptException => nameof(S3ErrorKind.Timeout),
        null => null,
        _ => error.GetType().Name,
    };

    public static S3ErrorKind? KindOf(Exception? error) => error is AbandonedAttemptException ? S3ErrorKind.Timeout : (error as S3KitException)?.Kind;
}
