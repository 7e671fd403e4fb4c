namespace S3Kit.AspNetCore;

/// <summary>What the conditions of a read say of an object.</summary>
internal enum ConditionOutcome
{
    /// <summary>Send it.</summary>
    Proceed,

    /// <summary>The client has it already: 304.</summary>
    NotModified,

    /// <summary>It is not the one the client means: 412.</summary>
    Failed,
}
