namespace S3Kit.Diagnostics;

/// <summary>The ids of all log events, a range for each concern. An id is never used for another event again.</summary>
internal static class EventIds
{
    // 1000 to 1099: configuration and credentials.
    public const int ConfigurationReloaded = 1000;
    public const int ConfigurationRejected = 1001;
    public const int ConfigurationUnreadable = 1002;
    public const int ConfigurationListenerFailed = 1003;

    // 2000 to 2099 are those of S3Kit.Extensions.AspNetCore, which keeps its own list.

    // 1100 to 1199: dispatching.
    public const int DispatchFailed = 1100;
    public const int DrainCutShort = 1101;

    // 1200 to 1299: endpoints.
    public const int EmbeddedStoreInUse = 1200;
    public const int EndpointAdded = 1201;
    public const int EndpointRemoved = 1202;
    public const int CircuitChanged = 1203;
    public const int AttemptFailed = 1204;
    public const int AttemptFailure = 1205;
    public const int BodyBroke = 1206;
    public const int RetryRefused = 1207;

    // 1300 to 1399: transfers.
    public const int UploadResumed = 1300;
    public const int UploadStartedAnew = 1301;
    public const int CheckpointNotKept = 1302;
}
