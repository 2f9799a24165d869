// Each program has one thing that the exemption it resembles does not cover, or has all of it.
namespace Samples.ToldWithReason5.C25_OPTIONALRESET
{
    public sealed class LayerTable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _layers = new();

        public void Open(string name)
        {
            lock (_gate)
            {
                if (!_layers.ContainsKey(name))
                    _layers.Add(name, new FileStream(name + ".layer", FileMode.OpenOrCreate));
            }
        }

        public void Reset(bool log = false)
        {
            lock (_gate)
            {
                foreach (var layer in _layers.Values)
                    layer.Dispose();
                if (log)
                    Console.WriteLine(_layers.Count);
                _layers.Clear();
            }
        }
    }

    public sealed class MapView : IDisposable
    {
        private readonly LayerTable _layers = new();
        private readonly object _gate = new();
        private bool _disposed;

        public void Load(string map)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _layers.Reset();
                _layers.Open(map + ".base");
            }
        }

        public void Show(string layer)
        {
            lock (_gate)
            {
                if (!_disposed)
                    _layers.Open(layer);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _layers.Reset();
            }
        }
    }
}
