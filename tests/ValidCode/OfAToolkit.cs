namespace Avalonia.Sketches
{
    /// <summary>Shown and hidden by a toolkit, on its thread: what is there when cannot be seen here.</summary>
    public sealed class Sketchpad : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _layers = new();

        public void Show(string layer)
        {
            lock (_gate)
                _layers[layer] = File.OpenRead(layer);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var layer in _layers.Values)
                    layer.Dispose();
                _layers.Clear();
            }
        }
    }
}
