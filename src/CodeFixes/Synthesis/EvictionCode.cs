using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Callbacks by which a memory cache disposes what it evicts.</summary>
internal sealed class EvictionCode
{
    private readonly string dispose;
    private readonly bool hasDiscards;
    private readonly Names names;

    /// <param name="model">The model of the file.</param>
    /// <param name="place">Where the callback is registered.</param>
    /// <param name="names">Where names of parameters come from.</param>
    public EvictionCode(SemanticModel model, SyntaxNode place, Names names)
    {
        this.names = names;
        hasDiscards = ((CSharpParseOptions)place.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp9;
        dispose = DisposeCode.For(model, model.Compilation.ObjectType, place, "Cast", string.Empty, false)!.Of("*", false, names).TrimEnd(';');
    }

    /// <summary>Called by Microsoft.Extensions.Caching.Memory: key, value, reason, state.</summary>
    public string Callback
    {
        get
        {
            if (hasDiscards)
                return $"static (_, value, _, _) => {Of("value")}";
            var (key, value, reason, state) = (names.Free("key"), names.Free("value"), names.Free("reason"), names.Free("state"));
            return $"({key}, {value}, {reason}, {state}) => {Of(value)}";
        }
    }

    /// <summary>Registers the callback on an entry or on options.</summary>
    public string Registration(string target) => $"{target}.RegisterPostEvictionCallback({Callback})";

    /// <summary>Set in an initializer of a policy of System.Runtime.Caching.</summary>
    public string RemovedCallback
    {
        get
        {
            var args = names.Free("args");
            return $"RemovedCallback = {(hasDiscards ? "static " : string.Empty)}{args} => {Of(args + ".CacheItem.Value")}";
        }
    }

    private string Of(string value) => dispose.Replace("*", value);
}
