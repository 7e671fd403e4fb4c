namespace S3Kit.Chaos.Load;

/// <summary>What callers do.</summary>
internal enum OperationKind
{
    /// <summary>A key that is written once, every other time on condition that it is not there.</summary>
    PutNew,

    /// <summary>A key that is written again and again.</summary>
    Put,

    /// <summary>An object of several parts.</summary>
    PutParts,

    /// <summary>An object of several parts through a stream.</summary>
    Write,

    /// <summary>All bytes, compared with what may be there.</summary>
    Get,

    /// <summary>An object of several parts to a file, several at a time.</summary>
    Download,

    /// <summary>The description.</summary>
    Head,

    /// <summary>The keys that one caller has put once.</summary>
    List,

    /// <summary>A key that is written again later.</summary>
    Delete,

    /// <summary>A key that was written once to one that is written again.</summary>
    Copy,
}
