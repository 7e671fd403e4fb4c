namespace S3Kit;

/// <summary>What an upload does with symbolic links and junctions below the folder. The folder itself may be one.</summary>
public enum SymbolicLinkHandling
{
    /// <summary>They are left out, and the result tells them as skipped: a link can lead anywhere, and whoever can make one would choose what is uploaded.</summary>
    Skip,

    /// <summary>What they lead to is uploaded in their place. One that leads nowhere, or to a folder that it is in, is a failure.</summary>
    Follow,
}
