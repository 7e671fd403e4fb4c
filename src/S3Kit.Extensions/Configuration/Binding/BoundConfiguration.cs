using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace S3Kit.Configuration;

/// <summary>
/// A configuration that the app has handed over, which sets the options. It is deliberately no change token source: a reload that does not validate would
/// throw out of the options monitor on a timer's thread. <see cref="SettingsSource"/> follows the reloads instead.
/// </summary>
internal sealed class BoundConfiguration(IConfiguration configuration) : IConfigureOptions<S3KitOptions>
{
    public IConfiguration Configuration { get; } = configuration;

    public bool IsRoot => Configuration is IConfigurationRoot;

    public void Configure(S3KitOptions options)
    {
        var section = Section();
        options.KeyPrefix = (section as IConfigurationSection)?.Path ?? S3KitOptions.SectionName;

        var binder = new SectionBinder(options.BindingFaults);
        if (section is not IConfigurationSection single || binder.IsSection(single))
            binder.Bind(section, options);
    }

    /// <summary>Whether the other is over the same keys of the same configuration, so that binding it too would change nothing.</summary>
    public bool IsSameAs(IConfiguration other)
    {
        if (ReferenceEquals(Configuration, other))
            return true;

        // GetSection makes a new object each time and does not say whose it is, but sections of one root share its reload token.
        return Configuration is IConfigurationSection mine && other is IConfigurationSection theirs
            && string.Equals(mine.Path, theirs.Path, StringComparison.OrdinalIgnoreCase)
            && ReferenceEquals(mine.GetReloadToken(), theirs.GetReloadToken());
    }

    /// <summary>Found anew each time: sources may be added, and the section come into being, after the registration.</summary>
    private IConfiguration Section()
    {
        var named = Configuration.GetSection(S3KitOptions.SectionName);
        return IsRoot || named.Exists() ? named : Configuration;
    }
}
