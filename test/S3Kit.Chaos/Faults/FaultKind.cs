namespace S3Kit.Chaos.Faults;

/// <summary>What a fault proxy does to a connection.</summary>
public enum FaultKind
{
    /// <summary>A new connection is reset when it is accepted, one that is open when its next request comes.</summary>
    Reset,

    /// <summary>Reset after <c>After</c> bytes of a request's body went on: the server has half of it.</summary>
    ResetInRequest,

    /// <summary>Reset when the answer begins: the server has done it, the client does not know.</summary>
    ResetBeforeAnswer,

    /// <summary>Reset after the answer's head and <c>After</c> bytes of its body.</summary>
    ResetInAnswer,

    /// <summary>The server's side is closed when its answer begins, and the client never told.</summary>
    HalfOpen,

    /// <summary>The server's side is closed after <c>After</c> bytes of the answer's body, and the client never told.</summary>
    HalfOpenInAnswer,

    /// <summary>Accepts, swallows whatever comes and never answers. The server hears nothing.</summary>
    BlackHole,

    /// <summary>The answer is held back for <c>Delay</c>.</summary>
    Latency,

    /// <summary>Bodies move at <c>BytesPerSecond</c>, either way.</summary>
    Bandwidth,

    /// <summary>One byte of an object's body is another: that at <c>After</c>, counted around. XML and heads stay as they are.</summary>
    CorruptAnswer,

    /// <summary>One byte of a request's body is another.</summary>
    CorruptRequest,
}
