namespace S3Kit.Embedded;

/// <summary>One thing that goes wrong. Made by the methods of this class; immutable, so one fault may serve many rules.</summary>
internal sealed partial class EmbeddedFault
{
    private EmbeddedFault(string name) => Name = name;

    /// <summary>What it does, for messages of tests.</summary>
    public string Name { get; }

    internal Func<TimeProvider, CancellationToken, ValueTask>? Before { get; private init; }

    internal ReceivingStop? WhileReceiving { get; private init; }

    internal Func<EmbeddedRequest, HttpResponseMessage>? Instead { get; private init; }

    internal Action<HttpResponseMessage, TimeProvider>? After { get; private init; }

    /// <summary>The error of a <see cref="Status"/>, for the keys of a multi-delete.</summary>
    internal EmbeddedS3Exception? Error { get; private init; }

    internal TimeSpan ClockSkew { get; private init; }

    public override string ToString() => Name;
}
