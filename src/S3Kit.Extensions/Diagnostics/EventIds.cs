namespace S3Kit.Diagnostics;

/// <summary>The ids of all log events, a range for each concern. An id is never used for another event again.</summary>
internal static class EventIds
{
    // 1000 to 1099: configuration and credentials.
    public const int ConfigurationReloaded = 1000;
    public const int ConfigurationRejected = 1001;
    public const int ConfigurationUnreadable = 1002;
    public const int ConfigurationListenerFailed = 1003;
}
