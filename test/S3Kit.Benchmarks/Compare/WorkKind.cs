namespace S3Kit.Benchmarks.Compare;

/// <summary>What one operation of a case does.</summary>
internal enum WorkKind
{
    /// <summary>Gets an object and reads it to its end.</summary>
    Get,

    /// <summary>Puts bytes.</summary>
    Put,

    /// <summary>Asks what an object is.</summary>
    Head,

    /// <summary>Lists ten pages of a thousand keys.</summary>
    List,

    /// <summary>Of twenty, fourteen gets, four puts, a head and a delete.</summary>
    Mixed,

    /// <summary>Downloads to a file.</summary>
    Download,

    /// <summary>Uploads a file.</summary>
    Upload,

    /// <summary>The first get of a process, from the making of the client on.</summary>
    First,

    /// <summary>A thousand clients or endpoints that do nothing.</summary>
    Idle,
}
